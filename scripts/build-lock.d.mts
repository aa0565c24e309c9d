export function withBuildLock<Result>(root: string, work: () => Result | Promise<Result>): Promise<Result>;
