/** Why a file or an object is not read, by its name without the folders before it; undefined when it is read. */
export function skipReason(name: string): string | undefined {
	if (isHidden(name)) return 'hidden';
	return /\.(?:json|gz|zst)$/i.test(name) && !/\.tar\.\w+$/i.test(name)
		? undefined
		: 'not .json, .gz or .zst';
}

/** Of a file as of a folder, with all that is in it. */
export function isHidden(name: string): boolean {
	return name.startsWith('.');
}
