import type {LoadSession} from '../../load/load-session.js';
import type {ChosenData} from '../state/browse.js';
import {busyText, isBusy} from '../state/busy.js';
import type {SetupCommand} from '../state/command.js';
import {type StartChoice, startChoices} from '../state/start-choices.js';
import type {Store} from '../state/store.js';
import {type BrowseControl, createBrowseControl} from './browse-control.js';
import type {LoadControl} from './load-control.js';
import type {Quitting} from './quitting.js';
import type {Setup} from './setup.js';
import {createWarehouseControl, type WarehouseControl} from './warehouse-control.js';

/** The choices of the first run, and the choice of files. */
export type SetupControl = {
	readonly browse: BrowseControl;
	readonly warehouse: WarehouseControl;
	/** Shows what there is to say at the start. */
	greet(): void;
	readonly commands: Readonly<Record<SetupCommand, (key: string) => void>>;
};

type SetupControlOptions = {
	readonly session: LoadSession;
	readonly store: Store;
	readonly setup: Setup;
	readonly load: LoadControl;
	readonly quitting: Quitting;
	readonly runInBackground: (work: Promise<void>) => void;
};

export function createSetupControl(options: SetupControlOptions): SetupControl {
	const {session, store, setup, load, runInBackground} = options;
	const {dispatch, getState, showNotice, showProblem} = store;

	function startTour(): void {
		if (setup.claimTour()) dispatch({type: 'tour-moved', step: 0});
	}

	const warehouse = createWarehouseControl(options);
	const browse = createBrowseControl({
		...options,
		onChosen(data) {
			const {mode} = getState();
			if (mode.type !== 'browse') return;
			const source = setup.openData(data);
			if ('message' in source) return showProblem(source);
			const configLines = setup.configLines(data);
			dispatch({type: 'mode-changed', mode: {type: 'use-data', data, configLines, back: mode}});
		},
	});

	function choose(choice: StartChoice | undefined) {
		switch (choice) {
			case undefined:
				return;
			case 'sample':
				dispatch({type: 'mode-changed', mode: {type: 'stage'}});
				startTour();
				return runInBackground(load.run('connect'));
			case 'own-files':
				return browse.commands['browse-files']();
			case 'warehouse':
				return warehouse.start();
		}
	}

	/** Loads from the chosen folders from now on. */
	async function takeData(data: ChosenData, saved?: string): Promise<void> {
		const {mode} = getState();
		if (mode.type !== 'use-data') return;
		if (isBusy(getState())) return showNotice(`${busyText(getState())}. Wait for its end.`);
		const source = setup.openData(data);
		if ('message' in source || !(await session.changeSource(source))) return;
		const isFirst = mode.back.back.type === 'start';
		dispatch({type: 'mode-changed', mode: {type: 'stage'}});
		if (isFirst) startTour();
		if (isFirst) await load.run('connect');
		else await load.planSelected();
		if (saved !== undefined) showNotice(`Created ${saved}.`);
	}

	async function save(data: ChosenData): Promise<void> {
		const written = await setup.writeData(data);
		if (typeof written !== 'string') return showProblem(written);
		await takeData(data, written);
	}

	return {
		browse,
		warehouse,
		greet() {
			if (setup.notice === undefined) return;
			showNotice(setup.notice);
			startTour();
		},
		commands: {
			...browse.commands,
			...warehouse.commands,
			'choose-start'() {
				const {mode} = getState();
				if (mode.type === 'start') choose(startChoices[mode.selected]);
			},
			'choose-start-number': key => choose(startChoices[Number(key) - 1]),
			'use-data'() {
				const {mode} = getState();
				if (mode.type === 'use-data') runInBackground(takeData(mode.data));
			},
			'save-data'() {
				const {mode} = getState();
				if (mode.type !== 'use-data') return;
				if (mode.configLines === undefined) runInBackground(save(mode.data));
				else showNotice('dwh.cfg exists already and is not changed.');
			},
		},
	};
}
