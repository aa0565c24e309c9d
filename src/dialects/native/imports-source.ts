/** Where the operations of imports are documented. */
export const IMPORTS_SOURCE = 'docs/native-api.md#imports';
