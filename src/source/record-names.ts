/** Returns why a file or object is skipped, judging by its base name; undefined if it is read. */
export function skipReason(name: string): string | undefined {
	if (isHidden(name)) return 'hidden';
	return /\.(?:json|gz|zst)$/i.test(name) && !/\.tar\.\w+$/i.test(name)
		? undefined
		: 'not .json, .gz or .zst';
}

/** Whether a file or folder is hidden. A hidden folder is skipped with all its contents. */
export function isHidden(name: string): boolean {
	return name.startsWith('.');
}
