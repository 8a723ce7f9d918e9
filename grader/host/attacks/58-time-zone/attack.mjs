export const attack = () => Intl.DateTimeFormat().resolvedOptions().timeZone;
