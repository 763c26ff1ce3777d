import {phrases} from './words.js';

/** Where users live: US metropolitan areas, the most populous first. */
export const metroAreas = phrases(`
	New York-Newark-Jersey City, NY-NJ-PA | Los Angeles-Long Beach-Anaheim, CA | Chicago-Naperville-Elgin, IL-IN-WI |
	San Francisco-Oakland-Hayward, CA | Dallas-Fort Worth-Arlington, TX | Atlanta-Sandy Springs-Roswell, GA |
	San Germán, PR | Houston-The Woodlands-Sugar Land, TX | Washington-Arlington-Alexandria, DC-VA-MD-WV |
	Philadelphia-Camden-Wilmington, PA-NJ-DE-MD | Portland-South Portland, ME | Boston-Cambridge-Newton, MA-NH |
	Miami-Fort Lauderdale-West Palm Beach, FL | Phoenix-Mesa-Scottsdale, AZ | Detroit-Warren-Dearborn, MI |
	Riverside-San Bernardino-Ontario, CA | Seattle-Tacoma-Bellevue, WA | Minneapolis-St. Paul-Bloomington, MN-WI |
	San Diego-Carlsbad, CA | Tampa-St. Petersburg-Clearwater, FL | Denver-Aurora-Lakewood, CO | St. Louis, MO-IL |
	Baltimore-Columbia-Towson, MD | Charlotte-Concord-Gastonia, NC-SC | Sacramento--Roseville--Arden-Arcade, CA |
	Mayagüez, PR | Pittsburgh, PA | Columbus, OH | Las Vegas-Henderson-Paradise, NV | Austin-Round Rock, TX |
	Nashville-Davidson--Murfreesboro--Franklin, TN | Milwaukee-Waukesha-West Allis, WI | Cañon City, CO |
	Louisville/Jefferson County, KY-IN | New Orleans-Metairie, LA | Raleigh, NC | Salt Lake City, UT |
	Española, NM | Urban Honolulu, HI | Tulsa, OK | Missoula, MT | Bangor, ME
`);

/** More than 100 characters: a user who lives in several places. */
export const longLocation =
	'San Francisco-Oakland-Hayward, CA / San Jose-Sunnyvale-Santa Clara, CA / Santa Rosa, CA / Cañon City, CO / Urban Honolulu, HI';

export type ArtistPlace = {
	readonly location: string;
	/** Latitude and longitude in degrees; undefined if unknown. */
	readonly coordinates?: readonly [latitude: number, longitude: number];
};

/** Where artists come from. */
export const artistPlaces: readonly ArtistPlace[] = [
	{location: 'New York, NY', coordinates: [40.71455, -74.00712]},
	{location: 'Los Angeles, CA', coordinates: [34.05349, -118.24532]},
	{location: 'California - LA', coordinates: [34.05349, -118.24532]},
	{location: 'Nashville, TN', coordinates: [36.16778, -86.77836]},
	{location: 'Nashville, TN 🎸'},
	{location: 'Detroit, MI', coordinates: [42.33168, -83.04792]},
	{location: 'Bronx/Queens, NY', coordinates: [40.85715, -73.85678]},
	{location: 'London, England', coordinates: [51.50632, -0.12714]},
	{location: 'Manchester, England', coordinates: [53.4796, -2.24881]},
	{location: 'Reykjavík, Ísland', coordinates: [64.14529, -21.94247]},
	{location: 'Göteborg, Sverige', coordinates: [57.70133, 11.96689]},
	{location: 'Besançon, Franche-Comté'},
	{location: 'São Paulo, Brasil', coordinates: [-23.56287, -46.65468]},
	{location: 'Kingston, Jamaica', coordinates: [17.97, -76.79]},
	{location: 'Lagos, Nigeria', coordinates: [6.45, 3.4]},
	{location: 'Ουρανούπολη, Ελλάδα'},
	{location: '東京, Japan', coordinates: [35.67048, 139.74092]},
	{location: '서울'},
	{location: 'Melbourne, Australia', coordinates: [-37.81753, 144.96715]},
	{location: 'Earth'},
	{
		location:
			'Born in Saint-Étienne, raised in Montréal and Trois-Rivières, lives and records in New Orleans, LA, in winters in Reykjavík',
	},
];

/** Browsers, the common ones first. Most have quotes that belong to the value, as in the real logs. */
export const userAgents: readonly string[] = [
	'"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_9_4) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/36.0.1985.143 Safari/537.36"',
	'Mozilla/5.0 (Windows NT 6.1; WOW64; rv:31.0) Gecko/20100101 Firefox/31.0',
	'"Mozilla/5.0 (Windows NT 6.1; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/36.0.1985.143 Safari/537.36"',
	'"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_9_4) AppleWebKit/537.78.2 (KHTML, like Gecko) Version/7.0.6 Safari/537.78.2"',
	'"Mozilla/5.0 (Windows NT 6.3; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/36.0.1985.143 Safari/537.36"',
	'Mozilla/5.0 (Macintosh; Intel Mac OS X 10.9; rv:31.0) Gecko/20100101 Firefox/31.0',
	'"Mozilla/5.0 (iPhone; CPU iPhone OS 7_1_2 like Mac OS X) AppleWebKit/537.51.2 (KHTML, like Gecko) Version/7.0 Mobile/11D257 Safari/9537.53"',
	'"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/37.0.2062.94 Safari/537.36"',
	'Mozilla/5.0 (Windows NT 6.1; WOW64; Trident/7.0; rv:11.0) like Gecko',
	'Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:31.0) Gecko/20100101 Firefox/31.0',
];
