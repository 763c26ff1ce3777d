import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {LocalSource} from '../../src/source/local-source.js';

/** Contents of files by path below a folder. */
export type Files = Readonly<Record<string, string | Uint8Array>>;

/** A data folder in the temporary folder of the machine. */
export type DataFolder = {
	readonly path: string;
	readonly source: LocalSource;
	/** Writes files, whose paths start with `log_data/` or `song_data/`. */
	write(files: Files): void;
	remove(): void;
};

/** JSON text as it is to stand in the file, where JSON.stringify would write the value differently (`1.0`, `1e400`). */
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

/** One event as a line of a log file, in the order of keys that the real files have. */
export function eventLine(fields: EventFields = {}): string {
	return `${jsonText({...eventDefaults, ...fields})}\n`;
}

/** A play: a NextSong event with a song. */
export function playLine(fields: EventFields = {}): string {
	return eventLine({page: 'NextSong', method: 'PUT', artist: 'Ann', song: 'One', length: 200.5, ...fields});
}

/** One song as the whole text of its file. */
export function songText(fields: SongFields = {}): string {
	return jsonText({...songDefaults, ...fields});
}

/** A JSON object of one line, `Raw` values as they are. */
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
