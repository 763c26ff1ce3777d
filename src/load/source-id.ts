import {realpathSync} from 'node:fs';
import {bundledSample, type RecordKind, type Source} from '../source/source.js';

/** Identifies a source: loads with equal ids read the same locations in the same way. */
export type SourceId = {
	/** Addresses: a folder by its real path, or an `s3://` prefix. */
	readonly logData: string;
	readonly songData: string;
	/** `sha256:…` of the jsonpaths file, or its address if it can't be read from here; null without one. */
	readonly jsonPaths: string | null;
};

export function sourceId(source: Pick<Source, 'name' | 'locate'>, jsonPaths: string | null = null): SourceId {
	return {logData: addressOf(source, 'events'), songData: addressOf(source, 'songs'), jsonPaths};
}

export function isSameSource(a: SourceId, b: SourceId): boolean {
	return a.logData === b.logData && a.songData === b.songData && a.jsonPaths === b.jsonPaths;
}

/** Describes a source briefly: the folder that contains both kinds of records, or both addresses. */
export function describeSourceId({logData, songData}: SourceId): string {
	if (logData === songData) return logData;
	const [parent] = /^.*(?=[/\\]log[_-]data[/\\]?$)/.exec(logData) ?? [];
	return parent !== undefined && /^[/\\]song[_-]data[/\\]?$/.test(songData.slice(parent.length))
		? parent
		: `${logData} and ${songData}`;
}

/** The sample has the same id wherever the package is installed. */
function addressOf(source: Pick<Source, 'name' | 'locate'>, kind: RecordKind): string {
	if (source.name === bundledSample) return bundledSample;
	const place = source.locate(kind);
	try {
		return realpathSync(place);
	} catch {
		// An `s3://` prefix or a missing folder.
		return place;
	}
}
