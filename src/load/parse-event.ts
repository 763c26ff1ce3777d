import {stageIds} from '../star/stages.js';
import type {PipelineEvent} from './events.js';
import type {StageResult} from './stage.js';

/**
Parses a line of the ledger. Failures lose their message, which is of no use in a later run.
@returns undefined for events that this version does not know
*/
export function parseEvent(line: string): PipelineEvent | undefined {
	const event = parseObject(line);
	const stage = stageIds.find(id => id === event?.stage);
	if (event === undefined || stage === undefined || !isNumber(event.at)) return undefined;
	const {type, at} = event;
	const ms = isNumber(event.ms) ? event.ms : 0;
	switch (type as PipelineEvent['type']) {
		case 'stage-started':
			return {type: 'stage-started', stage, at};
		case 'stage-finished':
			return isResult(event.result)
				? {type: 'stage-finished', stage, result: event.result, ms, at}
				: undefined;
		case 'stage-failed':
			return {type: 'stage-failed', stage, failure: {message: 'Failed in an earlier run.'}, ms, at};
		case 'stage-cancelled':
			return {type: 'stage-cancelled', stage, ms, at};
		case 'stage-skipped':
			return {type: 'stage-skipped', stage, at};
		default:
			return undefined;
	}
}

type Fields = Readonly<Record<string, unknown>>;

function parseObject(line: string): Fields | undefined {
	try {
		const value: unknown = JSON.parse(line);
		return isObject(value) ? value : undefined;
	} catch {
		return undefined;
	}
}

function isResult(value: unknown): value is StageResult {
	return (
		isObject(value) &&
		isNumber(value.rows) &&
		isNumber(value.rowsBefore) &&
		isNumber(value.rejected) &&
		typeof value.summary === 'string' &&
		(value.records === undefined || isNumber(value.records)) &&
		(value.rejects === undefined || isListOf(value.rejects, isString)) &&
		(value.warnings === undefined || isListOf(value.warnings, isString)) &&
		(value.notes === undefined || isListOf(value.notes, isString)) &&
		(value.created === undefined || isListOf(value.created, isString)) &&
		(value.checks === undefined || isListOf(value.checks, isCheck))
	);
}

function isCheck(value: unknown): boolean {
	return (
		isObject(value) &&
		isString(value.id) &&
		isString(value.title) &&
		typeof value.ok === 'boolean' &&
		(value.warning === undefined || value.warning === true) &&
		(value.note === undefined || isString(value.note)) &&
		isString(value.query) &&
		isListOf(value.figures, isFigure)
	);
}

function isFigure(value: unknown): boolean {
	return Array.isArray(value) && value.length === 2 && isString(value[0]) && isNumber(value[1]);
}

function isListOf(value: unknown, isItem: (item: unknown) => boolean): boolean {
	return Array.isArray(value) && value.every(isItem);
}

function isObject(value: unknown): value is Fields {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isNumber(value: unknown): value is number {
	return typeof value === 'number';
}

function isString(value: unknown): value is string {
	return typeof value === 'string';
}
