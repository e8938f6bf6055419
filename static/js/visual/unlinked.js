// Stands in for the package `linkify-it`, which the parser asks for: addresses have a rule of our own.
export default class Unlinked {}
