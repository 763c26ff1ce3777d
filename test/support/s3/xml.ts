const named: Readonly<Record<string, string>> = {'&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;'};

export function xmlElement(name: string, text: string): string {
	return `<${name}>${escapeXml(text)}</${name}>`;
}

export function xmlDocument(root: string, content: string, attributes = ''): string {
	return `<?xml version="1.0" encoding="UTF-8"?>\n<${root}${attributes}>${content}</${root}>`;
}

/**
 * Control characters as references, which XML 1.0 has no place for: what S3 sends for them is a guess; that a client
 * can't parse it without encoding-type=url is documented (API_ListObjectsV2, encoding-type).
 */
function escapeXml(text: string): string {
	return text.replaceAll(
		/[&<>"\u0000-\u001f]/g,
		character => named[character] ?? `&#x${character.charCodeAt(0).toString(16).toUpperCase()};`,
	);
}
