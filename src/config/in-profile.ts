import type {ProfileMark} from './settings.js';

/** Words that lead to a section of dwh.cfg. */
const section = /\b(under|in|to) \[\w+\] (?:in|of) dwh\.cfg/g;
/** The region of the bucket, which has another name in a profile. */
const bucketRegion = /\bREGION (?:under \[S3\] in dwh\.cfg|in dwh\.cfg \(under \[S3\]\))/g;

/** A text that names dwh.cfg, for a warehouse whose settings may be elsewhere. */
export function inProfile(text: string, profile: ProfileMark | undefined): string {
	if (profile === undefined) return text;
	const {name, file} = profile;
	if (file !== undefined) return text.replaceAll('dwh.cfg', file);
	const place = `the profile ${name}`;
	return text
		.replaceAll(bucketRegion, `S3_REGION in ${place}`)
		.replaceAll(section, (_, word: string) => `${word === 'to' ? 'to' : 'in'} ${place}`)
		.replaceAll('dwh.cfg', place);
}
