// What the checks of ports have in common.

/** Resolves to the next event of the type. */
export const next = (port, type = "message") =>
    new Promise((resolve) => port.addEventListener(type, resolve, { once: true }));

/** Two ports, both started. */
export function pair() {
    const { port1, port2 } = new MessageChannel();
    port1.start();
    port2.start();
    return [port1, port2];
}

/** Lets everything happen that is due. */
export const turn = () => new Promise((resolve) => setTimeout(resolve, 0));

/** A value as it arrives at the other end. */
export async function sent(value, transfer) {
    const [near, far] = pair();
    const arrived = next(far);
    near.postMessage(value, transfer);
    const { data } = await arrived;
    near.close();
    far.close();
    return data;
}
