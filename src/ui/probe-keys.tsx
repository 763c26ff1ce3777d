import {Box, render, Text, useApp, useStdin} from 'ink';
import {useEffect, useRef, useState} from 'react';
import {useKeys} from './hooks/use-keys.js';
import {sequenceLabel} from './keys/key-label.js';

/** The keys that run a cell, some of which not every terminal sends. */
export const runKeys = ['ctrl+j', 'alt+enter', 'ctrl+enter', 'shift+enter', 'f5'] as const;

/** Lines of pressed keys that stay on the screen. */
const maxLines = 14;

/** Shows what each pressed key sends here and how it is named, until Esc twice or Ctrl+C. */
export async function probeKeys(): Promise<void> {
	// Before the first frame: until Ink sets raw mode, the terminal echoes keys.
	process.stdin.setRawMode(true);
	await render(<Probe />, {exitOnCtrlC: false, interactive: true}).waitUntilExit();
}

function Probe() {
	const [lines, setLines] = useState<readonly string[]>([]);
	const [arrived, setArrived] = useState<ReadonlySet<string>>(new Set());
	const lastName = useRef('');
	const {exit} = useApp();
	const {stdin} = useStdin();
	// Before the listeners that name the key.
	useEffect(() => {
		const keep = (data: Buffer | string) => {
			setLines(before => [...before, bytesText(String(data))]);
		};
		stdin.on('data', keep);
		return () => {
			stdin.off('data', keep);
		};
	}, [stdin]);
	useKeys(
		(...presses) => {
			const names = presses.map(({name}) => name);
			setLines(before => [...before, `    ${names.map(sequenceLabel).join(', then ')}`]);
			setArrived(before => new Set([...before, ...names]));
			const last = names.at(-1) ?? '';
			if (names.includes('ctrl+c') || (last === 'esc' && lastName.current === 'esc')) exit();
			lastName.current = last;
		},
		text => setLines(before => [...before, `    a paste of ${text.length} characters`]),
	);
	return (
		<>
			{lines.slice(-maxLines).map((line, i) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: lines are identified only by their row
				<Text key={i} wrap="truncate">
					{line}
				</Text>
			))}
			<Box flexDirection="column" marginTop={1}>
				<Text>Press keys. Esc twice or Ctrl+C ends.</Text>
				{runKeys.map(key => (
					<Text key={key}>
						{`  ${arrived.has(key) ? '✔' : '·'} ${sequenceLabel(key)} ${arrived.has(key) ? 'arrives: it runs a cell' : 'has not arrived yet'}`}
					</Text>
				))}
			</Box>
		</>
	);
}

/** A chunk of input, with names for what is not text: `ESC [ 1 5 ~`. */
export function bytesText(chunk: string): string {
	return [...chunk]
		.map(character => {
			const code = character.codePointAt(0)!;
			if (character === '\u001B') return 'ESC';
			if (code === 0x7f) return 'DEL';
			if (code === 0x20) return 'space';
			return code < 0x20 ? `^${String.fromCharCode(code + 64)}` : character;
		})
		.join(' ');
}
