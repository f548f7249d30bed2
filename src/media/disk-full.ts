/** Full, over quota, or over the largest file that the process may write. */
const CODES: readonly unknown[] = ["ENOSPC", "EDQUOT", "EFBIG"];

/** Whether a write failed because the disk takes no more. */
export const isDiskFull = (error: unknown): boolean =>
  error instanceof Error && "code" in error && CODES.includes(error.code);
