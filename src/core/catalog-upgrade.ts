/**
 * Is told when a catalog of an earlier version is about to be brought to the present one, and when that is done: it can take
 * minutes, and nothing else happens meanwhile.
 */
export type UpgradeWitness = (stage: 'begins' | 'ended') => void;
