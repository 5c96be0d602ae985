/** Reasons that inform and are never counted. */
export const SOFT: readonly string[] = ['bypass', 'service_like', 'synced'];
