const names: Readonly<Record<string, string>> = {
	up: '↑',
	down: '↓',
	left: '←',
	right: '→',
	pageup: 'PgUp',
	pagedown: 'PgDn',
	' ': 'Space',
};

/** The display name of a key or of two: `dd`, `Ctrl+X Ctrl+E`. */
export function sequenceLabel(keys: string): string {
	if (keys === ' ') return keyLabel(keys);
	const labels = keys.split(' ').map(keyLabel);
	return labels.join(labels.every(label => label.length === 1) ? '' : ' ');
}

/** The display name of a key: `Ctrl+J` for `ctrl+j`, `y` for `y`. */
export function keyLabel(name: string): string {
	const parts = name.length > 1 ? name.split('+') : [name];
	return parts
		.map(part => {
			const known = names[part];
			if (known !== undefined) return known;
			return parts.length === 1 && part.length === 1 ? part : part.slice(0, 1).toUpperCase() + part.slice(1);
		})
		.join('+');
}
