import * as names from './names.js';
import {type ArtistPlace, artistPlaces} from './places.js';
import {hash, Random} from './random.js';
import * as words from './words.js';

/** An artist as described in one song record. Other records of the same artist may differ. */
export type Artist = {
	/** A number represents a digits-only name, which song files write as a JSON number. */
	readonly name: string | number;
	readonly place: ArtistPlace;
};

const unknownPlace: ArtistPlace = {location: ''};

/** Returns an artist. `variant` 0 is the most common description; others may differ in name or place. */
export function artist(seed: number, index: number, variant: number): Artist {
	const random = new Random(seed, 0xa7, index);
	const name = artistName(random, index);
	const place = random.chance(0.45) ? unknownPlace : random.pick(artistPlaces);
	return {
		name: variant > 0 && index % 8 === 3 ? `${name} feat. ${names.person(random).firstName}` : name,
		place: variant > 0 && index % 6 === 1 ? otherPlace(place, variant, random) : place,
	};
}

/** Chooses the variant of an artist: 0 in two of three cases. */
export function variantFor(seed: number, song: number): number {
	const choice = hash(seed, 0xa8, song) % 6;
	return choice < 4 ? 0 : choice - 3;
}

function artistName(random: Random, index: number): string | number {
	// Every sixtieth artist has one of these, so that a catalog of a few hundred songs has them all.
	switch (index % 60) {
		case 5:
		case 17:
		case 29:
		case 41:
			return random.pick(words.accentedArtists);
		case 7:
			return 100 + random.below(9900);
		case 9:
			return random.pick(words.asianArtists);
		case 11:
			return random.pick(words.emojiArtists);
		case 14:
			return `${names.plainArtistName(random)}/${random.pick(words.surnames)}`;
		case 20:
			return `${random.pick(words.mensNames)} "${random.pick(words.adjectives)}" ${random.pick(words.surnames)}`;
		case 31:
			return names.longArtistName(random);
		case 33:
			return `${random.pick(words.things)}\\${random.pick(words.things)}`;
		default:
			return names.plainArtistName(random);
	}
}

/** The same place without coordinates, another one, or none. */
function otherPlace(place: ArtistPlace, variant: number, random: Random): ArtistPlace {
	if (variant === 1) return random.pick(artistPlaces);
	return place.coordinates === undefined ? unknownPlace : {location: place.location};
}
