import {existsSync} from 'node:fs';

/** A dwh.cfg in the working folder is not read in silence, nor passed over in silence. */
export function noteUnreadConfig(): void {
	if (!existsSync('dwh.cfg')) return;
	process.stderr.write(
		'Note: this version does not read the dwh.cfg in this folder yet; options are all it knows.\n',
	);
}
