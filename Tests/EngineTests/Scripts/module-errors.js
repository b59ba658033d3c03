// module: those that fail to load, to link or to run, imported again and by others.
const names = ["imports-missing", "imports-failing", "throwing", "imports-throwing", "imports-nothing", "imports-imports-nothing", "syntax", "imports-syntax", "circle-a", "circle-b", "throwing-later", "imports-throwing-later"];
for (let round = 0; round < 3; round++) {
    for (const name of round === 1 ? names.toReversed() : names) {
        try {
            await import(`./modules/${name}.js`);
            throw new Error(`${name} was imported`);
        } catch (error) {
            if (/was imported/.test(error.message)) throw error;
        }
        gc();
    }
    const good = await import("./modules/good.js");
    if (good.value !== 3) throw new Error("good");
}
const promises = [...names, ...names].map(name => import(`./modules/${name}.js`).catch(() => 0));
gc();
await Promise.all(promises);
