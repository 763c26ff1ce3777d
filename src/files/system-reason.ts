import {getSystemErrorMap} from 'node:util';

/** Reason of a failed system call in words: `no such file or directory`. */
export function systemReason(error: unknown): string {
	const {errno = 0} = error as NodeJS.ErrnoException;
	return getSystemErrorMap().get(errno)?.[1] ?? String(error);
}
