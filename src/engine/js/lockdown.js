// PLACEHOLDER
function lockdown() {}
