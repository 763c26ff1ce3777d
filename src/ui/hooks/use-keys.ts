import {useInput, usePaste, useStdin} from 'ink';
import {useEffect, useEffectEvent, useRef} from 'react';
import {type KeyPress, nameKeys, nameRawKey} from '../keys/key-press.js';
import type {MouseInput} from '../keys/mouse-input.js';
import {useMouse} from './use-mouse.js';

/**
Reports the keys of each terminal read together, by their names in the key table, and every paste.
@param onMouse Mouse input, in order with the keys. Without it, the mouse is left to the terminal.
*/
export function useKeys(
	onKeys: (...presses: readonly KeyPress[]) => void,
	onPaste: (text: string) => void,
	onMouse?: (input: MouseInput) => void,
): void {
	const pending = useRef<KeyPress[]>([]);
	/** Whether the latest read contains an Esc. */
	const hasEsc = useRef(true);
	const flush = useEffectEvent(() => {
		const presses = pending.current;
		pending.current = [];
		if (presses.length > 0) onKeys(...presses);
	});
	const add = useEffectEvent((presses: readonly KeyPress[]) => {
		if (presses.length === 0) return;
		// Ink reports the keys of one read synchronously, one by one.
		if (pending.current.length === 0) queueMicrotask(flush);
		pending.current.push(...presses);
	});

	useInput((input, key) => {
		const presses = nameKeys(input, key);
		const [first] = presses;
		// Terminals send Alt and a key in one read. An Esc in an earlier read was the Esc key.
		if (first?.afterEsc !== undefined && !hasEsc.current) add([{name: 'esc'}, first.afterEsc]);
		else add(presses);
	});
	// Enables bracketed paste, so that pastes can be distinguished from typing.
	usePaste(onPaste);
	useMouse(
		onMouse &&
			(input => {
				flush();
				onMouse(input);
			}),
	);

	// `useInput` reports function keys without a name or not at all. This listener sees each read before Ink parses it.
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
