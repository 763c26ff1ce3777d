import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {LocalSource} from '../../src/source/local/local-source.js';

/** File contents by path, relative to a folder. */
export type Files = Readonly<Record<string, string | Uint8Array>>;

/** A data folder in the system's temporary folder. */
export type DataFolder = {
	readonly path: string;
	readonly source: LocalSource;
	/** Writes files; paths must start with `log_data/` or `song_data/`. */
	write(files: Files): void;
	remove(): void;
};

/** Literal JSON text for values that JSON.stringify would write differently (`1.0`, `1e400`). */
export class Raw {
	readonly text: string;

	constructor(text: string) {
		this.text = text;
	}
}

type Field = string | number | boolean | null | Raw;

const eventDefaults = {
	artist: null,
	auth: 'Logged In',
	firstName: 'Ada',
	gender: 'F',
	itemInSession: 0,
	lastName: 'Quill',
	length: null,
	level: 'free',
	location: 'Reno, NV',
	method: 'GET',
	page: 'Home',
	registration: new Raw('1540919166796.0'),
	sessionId: 1,
	song: null,
	status: 200,
	ts: 1541106106796,
	userAgent: '"Mozilla/5.0"',
	userId: '10',
} satisfies Readonly<Record<string, Field>>;

const songDefaults = {
	num_songs: 1,
	artist_id: 'AR1',
	artist_latitude: null,
	artist_longitude: null,
	artist_location: '',
	artist_name: 'Ann',
	song_id: 'SO1',
	title: 'One',
	duration: 200.5,
	year: 2000,
} satisfies Readonly<Record<string, Field>>;

export type EventFields = Readonly<Partial<Record<keyof typeof eventDefaults, Field>>>;
export type SongFields = Readonly<Partial<Record<keyof typeof songDefaults, Field>>>;

/** An event as a line of a log file, with keys in the order of the real files. */
export function eventLine(fields: EventFields = {}): string {
	return `${jsonText({...eventDefaults, ...fields})}\n`;
}

/** A NextSong event with a song. */
export function playLine(fields: EventFields = {}): string {
	return eventLine({page: 'NextSong', method: 'PUT', artist: 'Ann', song: 'One', length: 200.5, ...fields});
}

/** A song as the content of its file. */
export function songText(fields: SongFields = {}): string {
	return jsonText({...songDefaults, ...fields});
}

/** A JSON object on one line, with `Raw` values unchanged. */
export function jsonText(fields: Readonly<Record<string, Field>>): string {
	const members = Object.entries(fields).map(
		([key, value]) => `${JSON.stringify(key)}:${value instanceof Raw ? value.text : JSON.stringify(value)}`,
	);
	return `{${members.join(',')}}`;
}

export function createDataFolder(files: Files = {}): DataFolder {
	const path = mkdtempSync(join(tmpdir(), 'sparkify-test-data-'));
	const folder: DataFolder = {
		path,
		source: new LocalSource(path, 'test data'),
		write(more) {
			for (const [name, content] of Object.entries(more)) {
				const file = join(path, name);
				mkdirSync(dirname(file), {recursive: true});
				writeFileSync(file, content);
			}
		},
		remove() {
			rmSync(path, {recursive: true, force: true});
		},
	};
	folder.write(files);
	return folder;
}
