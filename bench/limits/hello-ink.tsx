import {render, Text} from 'ink';

render(<Text>Hello</Text>, {alternateScreen: true});
// Ink exits when nothing keeps it alive; keyboard input would.
setTimeout(() => {}, 60_000);
