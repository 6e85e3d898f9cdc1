export const lazy = { uses: 0 };
lazy.uses += 1;
