// Does not parse.

export const value = ;
