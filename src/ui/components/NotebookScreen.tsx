import {Box} from 'ink';
import {layoutOf, visiblePlace} from '../lines/cells/page.js';
import {bodyTop} from '../lines/layout.js';
import {galleryLines, searchLines} from '../lines/list-lines.js';
import {pageFooter, pageHeader, pageStatus} from '../lines/page-chrome.js';
import {fullScreenOf, pageHeight, pageOf} from '../lines/page-view.js';
import {fill, footer, type LoadInfo, rule} from '../lines/screen-lines.js';
import {type OpenCompletion, shownMode} from '../state/mode.js';
import type {Snapshot} from '../state/snapshot.js';
import {CompletionPopup} from './CompletionPopup.js';
import {FullScreenResult} from './FullScreenResult.js';
import {Lines} from './Lines.js';
import {NotebookPage} from './NotebookPage.js';

type Props = {readonly state: Snapshot; readonly loadInfo: LoadInfo};

/** The page of cells, or what is shown in its place: a full-screen result, the ready queries, the history. */
export function NotebookScreen({state, loadInfo}: Props) {
	const {mode, size} = state;
	const full = fullScreenOf(state);
	const isOtherPrompt = mode.type === 'prompt' && mode.prompt.purpose !== 'search-result';
	const openCompletion = mode.type === 'editor' ? mode.completion : undefined;
	return (
		<Box flexDirection="column" height={size.rows}>
			<Lines lines={[pageHeader(state, loadInfo), rule(size.columns)]} />
			{full === undefined ? <Body state={state} /> : <FullScreenResult full={full} />}
			<Lines
				lines={
					full === undefined || isOtherPrompt
						? [pageStatus(state), ...pageFooter(state)]
						: [rule(size.columns), ...footer(state)]
				}
			/>
			{openCompletion !== undefined && <Completions state={state} open={openCompletion} />}
		</Box>
	);
}

function Body({state}: {readonly state: Snapshot}) {
	const {mode, size} = state;
	const shown = shownMode(mode);
	const height = pageHeight(state);
	if (shown.type === 'gallery' || shown.type === 'history-search') {
		const width = size.columns - 2;
		const lines =
			shown.type === 'gallery' ? galleryLines(shown, width, height) : searchLines(shown, width, height);
		return (
			<Lines
				lines={fill(
					lines.map(line => [{text: ' '}, ...line]),
					height,
				)}
			/>
		);
	}
	return (
		<NotebookPage
			page={pageOf(state)}
			anchor={state.page.anchor}
			rows={height}
			top={bodyTop}
			now={state.now}
			hasKeys={mode.type === 'editor'}
		/>
	);
}

/** The completions, below the word that they complete. */
function Completions({state, open}: {readonly state: Snapshot; readonly open: OpenCompletion}) {
	const page = pageOf(state);
	const {start} = open.completion;
	const place = visiblePlace(page, layoutOf(page), state.page.anchor, pageHeight(state), start);
	if (place === undefined) return null;
	return (
		<CompletionPopup
			open={open}
			columns={state.size.columns}
			row={bodyTop + place.row}
			rowsBelow={pageHeight(state) - place.row - 1}
			rowsAbove={place.row}
			column={Math.max(0, place.column - 2)}
		/>
	);
}
