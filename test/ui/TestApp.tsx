import {App} from '../../src/ui/components/App.js';
import type {Notebook} from '../../src/ui/control/assemble.js';
import type {Snapshot} from '../../src/ui/state/snapshot.js';

type Props = {
	readonly notebook: Notebook;
	readonly onFrame?: (state: Snapshot) => void;
};

/** The screen of a notebook on the bundled sample. */
export function TestApp({notebook: {store, texts, controller}, onFrame = () => {}}: Props) {
	return (
		<App
			store={store}
			loadInfo={{warehouse: 'DuckDB sparkify.duckdb', source: 'bundled sample', texts}}
			onKeys={controller.press}
			onPaste={controller.paste}
			onFrame={onFrame}
		/>
	);
}
