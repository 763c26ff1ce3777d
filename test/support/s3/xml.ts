const named: Readonly<Record<string, string>> = {'&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;'};

export function xmlElement(name: string, text: string): string {
	return `<${name}>${escapeXml(text)}</${name}>`;
}

export function xmlDocument(root: string, content: string, attributes = ''): string {
	return `<?xml version="1.0" encoding="UTF-8"?>\n<${root}${attributes}>${content}</${root}>`;
}

/**
 * Escapes control characters as references, which XML 1.0 does not allow. What S3 sends for them is a guess; it is
 * documented that clients cannot parse them without encoding-type=url (API_ListObjectsV2, encoding-type).
 */
function escapeXml(text: string): string {
	return text.replaceAll(
		/[&<>"\u0000-\u001f]/g,
		character => named[character] ?? `&#x${character.charCodeAt(0).toString(16).toUpperCase()};`,
	);
}
