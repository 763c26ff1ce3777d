import {type ArtistPlace, artistPlaces} from './places.js';
import {hash, Random, scramble} from './random.js';
import {compose} from './words.js';

/** The values that the join of plays and songs compares. */
export type Track = {
	/** Digits-only titles and artists are written as JSON numbers. */
	readonly title: string;
	readonly artistName: string;
	/** Hundred-thousandths of a second. */
	readonly duration: number;
};

/** A song as described in a song file; `song` and `artist` are the numbers of their identifiers. */
export type Song = Track & {
	readonly song: number;
	readonly artist: number;
	readonly place: ArtistPlace;
	/** 0 for unknown. */
	readonly year: number;
};

/** First number of the songs that are played but not in any song file. */
const unlisted = 0x4000_0000;

/** Patterns of rare titles, by song number modulo 100. Trailing spaces must be ignored by the join. */
const rareTitles: Readonly<Record<number, string>> = {
	4: '{accentedTitle}',
	9: '{asianTitle}',
	23: '{emojiTitle}',
	28: '{accentedTitle}',
	33: '{title}   ',
	44: '19{digit}{digit}',
	52: '{accentedTitle}',
	61: '{longTitle}',
	68: '{accentedTitle}',
	83: '{title} ',
};

/** Patterns of rare artists, by artist number modulo 60. */
const rareArtists: Readonly<Record<number, string>> = {
	5: '{accentedArtist}',
	7: '{digit}{digit}{digit}',
	9: '{asianArtist}',
	11: '{emojiArtist}',
	14: '{artist}/{surname}',
	17: '{accentedArtist}',
	20: '{man} "{adjective}" {surname}',
	29: '{accentedArtist}',
	31: '{longArtist}',
	33: '{thing}\\{thing}',
	41: '{accentedArtist}',
};

const unknownPlace: ArtistPlace = {location: ''};

/** A catalog of `size` song records. Each is computed from the seed and its number; none is kept in memory. */
export class Catalog {
	readonly seed: number;
	readonly size: number;
	readonly #artists: number;

	constructor(seed: number, size: number) {
		this.seed = seed;
		this.size = size;
		this.#artists = Math.max(1, Math.round(size * 0.42));
	}

	/**
	The song record with this number, from 0 on. In each hundred, five records repeat the previous song: the same song_id
	with another year, or with another title and duration; another song_id with the same title, artist and duration (by the
	same artist_id, or by an artist with the same name); another recording of the same title.
	*/
	song(index: number): Song {
		if (index % 20 !== 17) return this.#song(index);
		const before = this.#song(index - 1);
		switch (index % 100) {
			case 17:
				return {...before, year: before.year === 0 ? 1999 : 0};
			case 37:
				return {
					...before,
					title: `${before.title} (Live)`,
					duration: before.duration + 2_150_204,
					year: 2018,
				};
			case 57:
				return {...before, song: index};
			case 77:
				return {...before, song: index, duration: before.duration + 1_337_016};
			default:
				return {...before, song: index, artist: this.#artists + index};
		}
	}

	/** A song that is played but not in any song file. Every third is by an artist of the catalog. */
	unlistedTrack(index: number): Track {
		return this.#song(unlisted + index, index % 3 === 0 ? 0 : unlisted);
	}

	#song(index: number, firstArtist = 0): Song {
		const random = new Random(this.seed, 0x50, index);
		// The product gives artists with small numbers more songs, and later years more.
		const artist = firstArtist + Math.floor(this.#artists * random.unit() * random.unit());
		const seconds = 60 + random.below(120) + random.below(120) + random.below(120);
		return {
			title: compose(random, rareTitles[index % 100] ?? '{title}'),
			...this.#describe(artist, hash(this.seed, 0xa8, index) % 6),
			duration: seconds * 100_000 + (random.chance(0.02) ? 0 : random.below(100_000)),
			year: random.chance(0.42) ? 0 : 2018 - Math.floor(61 * random.unit() * random.unit()),
			song: index,
			artist,
		};
	}

	/** Describes an artist. Variants 0 and 1 of 6 may have another name, another place or none. */
	#describe(artist: number, variant: number): {readonly artistName: string; readonly place: ArtistPlace} {
		const random = new Random(this.seed, 0xa7, artist);
		const name = compose(random, rareArtists[artist % 60] ?? '{artist}');
		const place = random.chance(0.45) ? unknownPlace : random.pick(artistPlaces);
		const otherPlace = variant === 0 ? random.pick(artistPlaces) : unknownPlace;
		return {
			artistName: variant < 2 && artist % 8 === 3 ? `${name} feat. ${compose(random, '{woman}')}` : name,
			place: variant < 2 && artist % 6 === 1 ? otherPlace : place,
		};
	}
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/**
An identifier as in the Million Song Dataset: two letters for the kind, then 16 ASCII capitals and digits,
e.g. `SOZCTXZ12AB0182364`. Unique among those of a kind.
@param alphabet number of letters, from A, that the first three of the 16 characters may use, 1 to 26
*/
export function identifier(kind: 'TR' | 'SO' | 'AR', seed: number, index: number, alphabet = 26): string {
	const salt = hash(seed, kind.charCodeAt(0));
	const random = new Random(salt, 0, index);
	let word = '';
	for (let place = 0; place < 5; place += 1)
		word += letters.charAt(random.below(place < 3 ? alphabet : letters.length));
	const serial = hex(scramble(index ^ salt), 8);
	return `${kind}${word}12${hex(random.below(16), 1)}${serial}`;
}

function hex(value: number, digits: number): string {
	return value.toString(16).toUpperCase().padStart(digits, '0');
}
