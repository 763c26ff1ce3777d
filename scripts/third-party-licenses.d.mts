export declare function thirdPartyLicenses(
	metafile: {
		readonly outputs: Readonly<
			Record<string, {readonly inputs: Readonly<Record<string, {readonly bytesInOutput: number}>>}>
		>;
	},
	root?: string,
	others?: readonly string[],
): Promise<string>;
