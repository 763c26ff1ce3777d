import type {SongRecord} from './catalog.js';
import {type Charset, seconds, songString} from './json-text.js';

/**
A song record as the public song files hold it: one line, keys in their order, `: ` and `, ` between.
@param textInNumbers whether a number may now and then come as text
*/
export function songText(song: SongRecord, index: number, textInNumbers: boolean): string {
	// Most files are ASCII, as Python writes them; some hold the characters themselves.
	const charset: Charset = index % 9 === 4 ? 'unicode' : 'ascii';
	const value = (content: string | number): string =>
		typeof content === 'number' ? String(content) : songString(content, charset);
	const [latitude, longitude] = song.place.coordinates ?? ['null', 'null'];
	// Text may come as an object, which counts as its JSON text, and keys nobody asked for are ignored.
	const location =
		index % 700 === 139 ? '{"city":"Oslo","country":"Norway"}' : songString(song.place.location, charset);
	const extra = index % 150 === 21 ? ', "similar_artists": [], "hotness": 0.61' : '';
	const number = (content: string, phase: number): string =>
		textInNumbers && index % 250 === phase ? `"${content}"` : content;
	const duration = seconds(song.duration);
	return `{"num_songs": 1, "artist_id": "${song.artistId}", "artist_latitude": ${latitude}, "artist_longitude": ${longitude}, "artist_location": ${location}, "artist_name": ${value(song.artistName)}, "song_id": "${song.songId}", "title": ${value(song.title)}, "duration": ${number(duration.includes('.') ? duration : `${duration}.0`, 171)}, "year": ${number(String(song.year), 46)}${extra}}`;
}

/** The same record over many lines. */
export function prettySongText(text: string): string {
	return JSON.stringify(JSON.parse(text), null, 4);
}
