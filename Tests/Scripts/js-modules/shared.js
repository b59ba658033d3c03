// State that two importers share.

export const count = 1;
let loaded = 0;
loaded += 1;

export function loads() {
    return loaded;
}
