/**
Settles whether the notebook is coloured; call it before anything imports Ink.
The library that colours Ink's text ignores `NO_COLOR`, but it reads `FORCE_COLOR` when it is first loaded.
*/
export function prepareColors(env: NodeJS.ProcessEnv): void {
	if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') env.FORCE_COLOR = '0';
}
