import {resolve} from 'node:path';
import {pathToFileURL} from 'node:url';
import test from 'ava';
import {cachingOutput, type Output} from '../../src/ui/ink-output.js';
import {randomFrom} from '../notebook/random.js';

// Ink exports only its index.
const {default: Original} = await import(pathToFileURL(resolve('node_modules/ink/build/output.js')).href);

const size = {width: 30, height: 8};

const spanning = '\u001B[31mred\ngreen\u001B[39m plain';
const texts = [
	'songplays',
	'│\n│\n│\n│',
	'\u001B[1mEnter\u001B[22m runs it',
	spanning,
	'歌手 🎵 e\u0301',
	'   ',
	'a line that is longer than the frame is wide',
	'',
];
const colored = (line: string, index: number) => `\u001B[4${index}m${line}\u001B[49m`;

/** The frame in Ink's own spelling: sequences that set the same style in another way become the same. */
function asCells(frame: string): string {
	const output = new Original(size);
	output.write(0, 0, frame, {transformers: []});
	return output.get().output;
}

test('draws the same frames as Ink, with overlapping, clipped, wide and styled texts, on new and on known rows', t => {
	const Caching = cachingOutput(Original);
	const random = randomFrom(1);
	let operations: ((frame: Output) => void)[] = [];
	for (let frame = 0; frame < 150; frame++) {
		// Some of the previous frame stays, as on a screen.
		operations = operations.slice(random(operations.length + 1));
		for (let added = random(8); added > 0; added--) {
			const [x, y] = [random(34) - 2, random(11) - 2];
			const text = texts[random(texts.length)]!;
			// Ink repeats an open style after it has transformed a line, the wrapper before. It looks the same.
			const isTransformed = text !== spanning && random(4) === 0;
			const options = {transformers: isTransformed ? [colored] : []};
			// Ink clips at both sides or at none.
			const clips = Array.from({length: random(3)}, () => ({
				...(random(2) === 0 ? {x1: undefined, x2: undefined} : {x1: random(12), x2: random(30)}),
				...(random(2) === 0 ? {y1: undefined, y2: undefined} : {y1: random(4), y2: random(8)}),
			}));
			operations.push(output => {
				for (const clip of clips) output.clip(clip);
				output.write(x, y, text, options);
				for (const _ of clips) output.unclip();
			});
		}
		const [ours, theirs] = [new Caching(size), new Original(size)];
		for (const operation of operations) {
			operation(ours);
			operation(theirs);
		}
		t.is(asCells(ours.get().output), asCells(theirs.get().output), `frame ${frame}`);
	}
});
