import test from 'ava';
import {openRedshift} from '../support/engine-redshift.js';
import {engineSuite} from '../support/engine-suite.js';
import {type Stack, startStack} from '../support/redshift/test-clients.js';

let stack: Stack;
test.before(async () => {
	stack = await startStack();
});
test.after.always(async () => stack?.stop());

engineSuite('Redshift', async () => openRedshift(stack));
