export function workMeter(): () => number;
