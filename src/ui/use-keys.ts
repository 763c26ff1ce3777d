import {useInput, usePaste, useStdin} from 'ink';
import {useEffect, useEffectEvent, useRef} from 'react';
import {type KeyPress, nameKeys, nameRawKey} from './keys/key-press.js';

/** Hands on the keys of each read of the terminal together, and every paste, under the names of the key table. */
export function useKeys(
	onKeys: (...presses: readonly KeyPress[]) => void,
	onPaste: (text: string) => void,
): void {
	const pending = useRef<KeyPress[]>([]);
	/** Whether the latest read has an Esc in it. */
	const hasEsc = useRef(true);
	const flush = useEffectEvent(() => {
		const presses = pending.current;
		pending.current = [];
		onKeys(...presses);
	});
	const add = useEffectEvent((presses: readonly KeyPress[]) => {
		if (presses.length === 0) return;
		// Ink reports what it reads key by key, one after the other without a pause.
		if (pending.current.length === 0) queueMicrotask(flush);
		pending.current.push(...presses);
	});

	useInput((input, key) => {
		const presses = nameKeys(input, key);
		const [first] = presses;
		// Terminals send Alt and a key at once: an Esc that was read before the key was the Esc key.
		if (first?.afterEsc !== undefined && !hasEsc.current) add([{name: 'esc'}, first.afterEsc]);
		else add(presses);
	});
	// Asks the terminal to mark pastes: whatever comes without the marks was typed.
	usePaste(onPaste);

	// Function keys reach `useInput` without a name, if at all. This listener sees each read before Ink takes it apart.
	const {stdin} = useStdin();
	const onChunk = useEffectEvent((chunk: Buffer | string) => {
		const text = String(chunk);
		hasEsc.current = text.includes('\u001B');
		const press = nameRawKey(text);
		if (press !== undefined) add([press]);
	});
	useEffect(() => {
		stdin.on('data', onChunk);
		return () => {
			stdin.off('data', onChunk);
		};
	}, [stdin]);
}
