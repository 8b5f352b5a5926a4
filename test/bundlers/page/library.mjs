// What the tests of the cases use, and no more: a bundler may leave out the rest.
export { appraise, authenticate, isWitnesslockError, stapler } from "witnesslock";
