import {Box, Text, useIsScreenReaderEnabled} from 'ink';
import {useInsertionEffect, useMemo, useSyncExternalStore} from 'react';
import {useKeys} from '../hooks/use-keys.js';
import {type SuspendTerminal, useSuspension} from '../hooks/use-suspension.js';
import type {KeyPress} from '../keys/key-press.js';
import type {MouseInput} from '../keys/mouse-input.js';
import {inView} from '../lines/in-view.js';
import {isTooSmall, minSize} from '../lines/layout.js';
import {type Palette, palettes} from '../lines/palette.js';
import {
	browseScreen,
	type LoadInfo,
	loadScreen,
	setupScreen,
	spokenLoadScreen,
	textScreen,
} from '../lines/screen-lines.js';
import {busyText, cancelTarget, isBusy} from '../state/busy.js';
import {isPageMode} from '../state/mode.js';
import type {Snapshot} from '../state/snapshot.js';
import type {Store} from '../state/store.js';
import {ConfirmQuit} from './ConfirmQuit.js';
import {Lines} from './Lines.js';
import {NotebookScreen} from './NotebookScreen.js';
import {PaletteContext} from './palette-context.js';
import {Tour} from './Tour.js';

type Props = {
	readonly store: Store;
	readonly loadInfo: LoadInfo;
	readonly palette?: Palette;
	readonly onKeys: (...presses: readonly KeyPress[]) => void;
	readonly onPaste: (text: string) => void;
	/** Without it, the mouse is left to the terminal. */
	readonly onMouse?: (input: MouseInput) => void;
	/** Called with the state of the next frame, before the frame is written. */
	readonly onFrame?: (state: Snapshot) => void;
	/** Called once with the function that gives the terminal to other work. */
	readonly onSuspendable?: (suspend: SuspendTerminal) => void;
};

/** The notebook's root component: draws the state and passes keys on. */
export function App({
	store,
	loadInfo,
	palette = palettes.ansi,
	onKeys,
	onPaste,
	onMouse,
	onFrame,
	onSuspendable,
}: Props) {
	const snapshot = useSyncExternalStore(store.subscribe, store.getSnapshot);
	const state = useMemo(() => inView(snapshot), [snapshot]);
	useKeys(onKeys, onPaste, onMouse);
	// A layout effect is too late: Ink may write the frame before it runs.
	useInsertionEffect(() => {
		onFrame?.(state);
	}, [onFrame, state]);
	useSuspension(onSuspendable, onMouse !== undefined);
	const {size, mode} = state;
	if (isTooSmall(size)) return <TooSmall state={state} />;
	return (
		<PaletteContext value={palette}>
			<Box flexDirection="column" height={size.rows} width={size.columns} overflow="hidden">
				<Screen state={state} loadInfo={loadInfo} />
				<Tour state={state} />
				{mode.type === 'confirm-quit' && <ConfirmQuit state={state} />}
			</Box>
		</PaletteContext>
	);
}

function Screen({state, loadInfo}: {readonly state: Snapshot; readonly loadInfo: LoadInfo}) {
	const {mode} = state;
	const isSpoken = useIsScreenReaderEnabled();
	// The quit question is drawn over the view it interrupts.
	const view = mode.type === 'confirm-quit' ? mode.back : mode;
	switch (view.type) {
		case 'help':
		case 'sql-text':
		case 'file-text':
		case 'dry-run':
			return <Lines lines={textScreen(state, view, loadInfo)} />;
		case 'start':
		case 'use-data':
		case 'setup-question':
		case 'setup-checks':
		case 'setup-answers':
			return <Lines lines={setupScreen(state, view, loadInfo)} />;
		case 'browse':
			return <Lines lines={browseScreen(state, view, loadInfo)} />;
		default:
			if (isPageMode(view)) return <NotebookScreen state={{...state, mode: view}} loadInfo={loadInfo} />;
			return <Lines lines={isSpoken ? spokenLoadScreen(state, loadInfo) : loadScreen(state, loadInfo)} />;
	}
}

/** Replaces the notebook in a small window. Running work continues and can be cancelled from here. */
function TooSmall({state}: {readonly state: Snapshot}) {
	const {columns, rows} = state.size;
	const isRunning = isBusy(state);
	return (
		<Box flexDirection="column" height={rows} width={columns} overflow="hidden">
			<Text wrap="truncate">The terminal is too small.</Text>
			<Text wrap="truncate">
				It has {columns} x {rows} cells;
			</Text>
			<Text wrap="truncate">
				{minSize.columns} x {minSize.rows} are needed.
			</Text>
			{isRunning && <Text wrap="truncate">{busyText(state)}.</Text>}
			{state.transaction !== 'none' && (
				<Text wrap="truncate">A transaction is open. Enlarge the terminal to quit.</Text>
			)}
			<Text wrap="truncate">
				{cancelTarget(state) === undefined ? 'Ctrl+C twice quits.' : 'Ctrl+C cancels it.'}
			</Text>
		</Box>
	);
}
