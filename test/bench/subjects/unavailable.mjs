/** Thrown by a subject that cannot do a case here: not installed, or not in this build. It is reported with this reason. */
export class Unavailable extends Error {}
