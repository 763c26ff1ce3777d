/** The words that titles and names are put together from. */
type Words = readonly [string, ...string[]];

const list = (text: string): Words => text.trim().split(/\s+/) as [string, ...string[]];

export const adjectives = list(`
	Amber Blue Borrowed Broken Brave Copper Crooked Distant Early Electric Empty Endless Faded Foreign Frozen
	Gentle Golden Hollow Hidden Honest Idle Invisible Ivory Late Little Lonely Lost Lucky Midnight Modern Neon
	Northern Nervous Open Ordinary Painted Paper Patient Quiet Restless Rusty Salted Second Secret Silver Slow
	Sleepless Southern Stolen Sudden Sunday Tender Tidal Tiny Velvet Violet Wandering Wild Winter Wooden
`);

/** Things that have a plain plural. */
export const things = list(`
	Airport Anchor Apartment Arrow Avenue Balloon Barrel Bell Bicycle Boat Bridge Button Candle Carnival Cloud
	Comet Corner Curtain Dancer Desert Diamond Dream Engine Escalator Feather Fever Fire Flower Fountain
	Garden Ghost Guitar Harbor Heart Highway Hotel Island Jacket Kite Lantern Letter Lighthouse Machine Magnet
	Map Meadow Mirror Moon Mountain Needle Notebook Ocean Orchard Parade Photograph Pillow Planet Postcard
	Puzzle Radio Raincoat River Rocket Satellite Season Secret Shadow Signal Spider Staircase Stranger Street
	Suitcase Telephone Telescope Theater Thunderstorm Tiger Train Tunnel Umbrella Valley Volcano Waterfall
	Window Wire
`);

export const verbs = list(
	'Break Call Follow Forget Hide Hold Leave Lose Miss Move Need Paint Read Save Turn Wake Want',
);

export const gerunds = list(`
	Asking Breathing Burning Calling Chasing Counting Crossing Dancing Drifting Driving Falling Following
	Forgetting Leaving Listening Losing Painting Reading Running Sailing Sleeping Swimming Talking Turning
	Waiting Walking Watching Whispering
`);

export const towns = list(`
	Albany Austin Berlin Boise Cairo Dakar Denver Dover Dublin Fargo Geneva Havana Juneau Lagos Laredo Lima
	Lisbon Macon Malmö Memphis Mobile Naples Odessa Oslo Quebec Reno Rome Salem Savannah Tacoma Toledo Tulsa
	Utica Vienna Warsaw Yuma
`);

export const womensNames = list(`
	Abigail Adelaide Aisha Alma Anika Avery Beatriz Bridget Camila Celeste Chloe Clara Daisy Delphine Edith
	Eliza Esme Fatima Fiona Freya Greta Hana Harriet Imogen Ines Ivy Jade Jocelyn Josie Kiara Kirsten Layla
	Leonor Lydia Mabel Maeve Marisol Matilda Mina Nadia Noor Odette Opal Paloma Phoebe Priya Ramona Renata
	Rosalind Sadie Simone Sylvie Tamsin Tessa Uma Valeria Vera Willa Yara Zoë
`);

export const mensNames = list(`
	Adrian Alonzo Amir Anders Angus Arlo Basil Bram Caleb Cassius Chidi Cormac Cyrus Damian Dashiell Declan
	Desmond Elias Emeka Enzo Ezra Felix Finnegan Gideon Gus Hassan Hector Hugo Idris Ignacio Isaac Jamal
	Jasper Joaquín Jonah Kai Kofi Lachlan Leander Linus Lorenzo Magnus Malik Mateo Miles Nikolai Omar Oskar
	Otis Percy Quentin Rafael Roman Rufus Santiago Silas Soren Tobias Umberto Vikram Walter Wesley Xavier Yusuf
`);

export const surnames = list(`
	Abbott Acosta Adeyemi Aldridge Alvarado Ashby Bakker Barlow Beckett Bellamy Bianchi Bishop Blackwood Calder
	Castellanos Chandra Chen Coleman Cordero Dalton Delacroix Diallo Driscoll Dubois Eastman Ellison Fairchild
	Ferreira Finch Fitzgerald Fontaine Gallagher Garrison Gupta Hadley Haines Hargrove Hashimoto Hawthorne
	Holloway Ibarra Ivanova Jansen Jefferson Kapoor Keller Kim Kowalski Lindqvist Lockwood Lowell Maddox Marsh
	McAllister Mendoza Merriweather Moreau Nakamura Navarro Novak Nuñez O'Brien O'Hara Okafor Oduya Osborne
	Pacheco Park Patel Pemberton Prescott Quigley Ramsey Redmond Rios Romano Sandoval Sato Sinclair Solano
	Stanton Sterling Suzuki Tanaka Thackeray Underwood Valdez Vance Vasquez Waldron Whitaker Winslow Yamada
	Yates Zhang Zimmerman
`);

export const remarks: Words = [
	'Album Version',
	'Live',
	'Radio Edit',
	'Remastered',
	'Acoustic',
	'Instrumental',
	'12" Mix',
	'Demo',
	'LP Version',
	'Extended 12" Club Mix/Dub',
];

/** Titles and names beyond ASCII; the accents of some are combining characters of their own. */
export const accentedTitles: Words = [
	'Canción de la Lluvia',
	'Déjà Rêvé',
	'Über den Dächern',
	'Mañana Sin Ti',
	'Coração de Papel',
	'Sången Om Norr',
	'Le Café d’à Côté',
	'Cafe\u0301 Nocturne',
	'Żółty Latawiec',
	'Тихий вечер',
	'Θάλασσα',
];
export const asianTitles: Words = [
	'雨の街',
	'夜のバス',
	'遠い花火',
	'月光列車',
	'我的小城',
	'晚安，北京路',
	'星を数える',
	'밤하늘',
];
export const emojiTitles: Words = ['Dancing Alone 🌙', '🌻 Sunday', 'Call Me 📞 Later', '🔥🔥🔥'];

export const accentedArtists: Words = [
	'Mónica Peñalver',
	'Björkholm Kvartett',
	'Los Niños del Río',
	'Françoise Lefèvre',
	'Mötley Orchard',
	'Anaïs & Les Étrangers',
	'Zdeněk Dvořáček',
	'Siôn Llŷr',
	'Ана Ковалева',
];
export const asianArtists: Words = ['東京スリープウォーカーズ', '青い電車', '林小雨', '별빛여행'];
export const emojiArtists: Words = ['Robot 🤖 Picnic', '🌵 Cactus Choir', 'Night ✨ Market'];
