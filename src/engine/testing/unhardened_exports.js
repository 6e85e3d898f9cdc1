// In the place of lockdown.js, for figures to compare with (docs/hardening.md).
return { builtinModules: {} };
