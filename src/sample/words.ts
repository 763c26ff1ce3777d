import type {Random} from './random.js';

const list = (text: string): readonly string[] => text.trim().split(/\s+/);

/** Splits at `|`. */
export const phrases = (text: string): readonly string[] => text.trim().split(/\s*\|\s*/);

/** Words by kind. Those of a kind such as `title` are patterns made from other kinds. */
const words: Readonly<Record<string, readonly string[]>> = {
	digit: list('1 2 3 4 5 6 7 8 9'),
	adjective: list(`
		Amber Blue Borrowed Broken Brave Copper Crooked Distant Early Electric Empty Endless Faded Foreign Frozen
		Gentle Golden Hollow Hidden Honest Idle Invisible Ivory Late Little Lonely Lost Lucky Midnight Modern Neon
		Nervous Open Painted Paper Patient Quiet Restless Rusty Salted Secret Silver Sleepless Southern Stolen
		Sudden Sunday Tender Tidal Velvet Violet Wandering Wild Winter Wooden
	`),
	// Each has a plain plural.
	thing: list(`
		Airport Anchor Apartment Arrow Avenue Balloon Bell Bicycle Boat Bridge Button Candle Carnival Cloud Comet
		Corner Curtain Dancer Desert Diamond Dream Engine Escalator Feather Fire Flower Fountain Garden Ghost Guitar
		Harbor Heart Highway Hotel Island Jacket Kite Lantern Letter Lighthouse Machine Magnet Meadow Mirror Moon
		Mountain Needle Notebook Ocean Orchard Parade Photograph Planet Postcard Puzzle Radio Raincoat River Rocket
		Satellite Season Shadow Signal Spider Staircase Stranger Street Suitcase Telephone Theater Tiger Train
		Tunnel Umbrella Valley Volcano Waterfall Window Wire
	`),
	verb: list('Break Call Follow Forget Hide Hold Leave Lose Miss Move Need Paint Read Save Turn Wake Want'),
	doing: list(`
		Asking Breathing Burning Calling Chasing Counting Crossing Dancing Drifting Driving Falling Following
		Leaving Listening Losing Painting Reading Running Sailing Sleeping Swimming Waiting Walking Whispering
	`),
	town: list(`
		Albany Austin Berlin Boise Cairo Dakar Denver Dover Dublin Fargo Geneva Havana Juneau Lagos Lima Lisbon
		Malmö Memphis Mobile Naples Odessa Oslo Quebec Reno Rome Savannah Tacoma Toledo Tulsa Vienna Warsaw Yuma
	`),
	woman: list(`
		Abigail Adelaide Aisha Alma Anika Avery Beatriz Bridget Camila Celeste Chloe Clara Daisy Delphine Edith
		Eliza Fatima Fiona Freya Greta Hana Harriet Imogen Ines Ivy Jade Josie Kiara Layla Leonor Lydia Maeve
		Marisol Matilda Nadia Noor Opal Paloma Phoebe Priya Renata Rosalind Simone Tessa Valeria Vera Willa Zoë
	`),
	man: list(`
		Adrian Alonzo Amir Anders Arlo Basil Bram Caleb Cassius Chidi Cormac Cyrus Damian Declan Desmond Elias
		Emeka Enzo Ezra Felix Gideon Gus Hassan Hector Hugo Idris Ignacio Isaac Jamal Jasper Joaquín Kai Kofi
		Leander Linus Lorenzo Magnus Malik Mateo Miles Omar Oskar Otis Percy Quentin Rafael Rufus Silas Vikram Yusuf
	`),
	surname: list(`
		Abbott Acosta Adeyemi Alvarado Ashby Bakker Barlow Bellamy Bianchi Bishop Blackwood Chandra Chen Coleman
		Cordero Dalton Delacroix Diallo Dubois Ellison Fairchild Ferreira Finch Fontaine Gallagher Gupta Haines
		Hashimoto Hawthorne Holloway Ibarra Ivanova Jansen Kapoor Keller Kim Kowalski Lindqvist Lockwood Maddox
		McAllister Mendoza Moreau Nakamura Navarro Novak Nuñez O'Brien O'Hara Okafor Osborne Pacheco Park Patel
		Prescott Quigley Ramsey Rios Romano Sandoval Sato Sinclair Stanton Sterling Suzuki Tanaka Underwood Valdez
		Vasquez Waldron Whitaker Winslow Yamada Yates Zhang Zimmerman
	`),

	title: phrases(`
		The {adjective} {thing} | {adjective} {thing} | {adjective} {thing} | {thing} of {thing}s | {thing} / {thing} |
		{doing} the {thing} | {doing} in the {thing} | {woman}'s {thing} | {thing}s in {town} | Don't {verb} My {thing} |
		{adjective} {thing} ({remark}) | The {adjective} {thing} ({remark})
	`),
	remark: phrases(`
		Album Version | Live | Radio Edit | Remastered | Acoustic | Instrumental | Demo | 12" Mix |
		Extended 12" Club Mix/Dub
	`),
	longTitle: phrases(`
		Suite No. {digit} in F♯ Minor, Op. {digit}{digit} "The {adjective} {thing}": III. Allegro ma non troppo – Andante (Live at the {town} Opera, 19{digit}{digit})
	`),
	// The accent of "Cafe\u0301" is a combining character.
	accentedTitle: phrases(`
		Canción de la Lluvia | Déjà Rêvé | Über den Dächern | Mañana Sin Ti | Coração de Papel | Sången Om Norr |
		Le Café d’à Côté | Cafe\u0301 Nocturne | Żółty Latawiec | Тихий вечер | Θάλασσα
	`),
	asianTitle: phrases(
		'雨の街 | 夜のバス | 遠い花火 | 月光列車 | 我的小城 | 晚安，北京路 | 星を数える | 밤하늘',
	),
	emojiTitle: phrases('Dancing Alone 🌙 | 🌻 Sunday | Call Me 📞 Later | 🔥🔥🔥'),

	artist: phrases(`
		The {adjective} {thing}s | {woman} {surname} | {man} {surname} | {adjective} {thing} | DJ {thing} |
		{woman} & The {thing}s | The {surname} {band} | {town} {thing} Club | {thing} {thing}
	`),
	band: list('Trio Quartet Brothers Sisters Orchestra'),
	longArtist: phrases(`
		{town} Philharmonic Orchestra, {man} {surname}, {woman} {surname} & Chœur de chambre de Saint-Étienne – Original Cast Recording
	`),
	accentedArtist: phrases(`
		Mónica Peñalver | Björkholm Kvartett | Los Niños del Río | Françoise Lefèvre | Mötley Orchard |
		Anaïs & Les Étrangers | Zdeněk Dvořáček | Siôn Llŷr | Ана Ковалева
	`),
	asianArtist: phrases('東京スリープウォーカーズ | 青い電車 | 林小雨 | 별빛여행'),
	emojiArtist: phrases('Robot 🤖 Picnic | 🌵 Cactus Choir | Night ✨ Market'),
};

/** Replaces each `{kind}` in a pattern with a random word of that kind, e.g. `The {adjective} {thing}`. */
export function compose(random: Random, pattern: string): string {
	return pattern.replaceAll(/\{(\w+)\}/g, (_, kind: string) => compose(random, random.pick(words[kind]!)));
}
