// Starts `npusim language-server` for .npu files.
const { workspace } = require('vscode');
const { LanguageClient, TransportKind } = require('vscode-languageclient/node');

let client;

function activate() {
  const command = workspace.getConfiguration('npusim').get('launcher');
  const server = { command, args: ['language-server'], transport: TransportKind.stdio };
  client = new LanguageClient('npusim', 'npusim', { run: server, debug: server }, {
    documentSelector: [{ scheme: 'file', language: 'npu' }],
    synchronize: { fileEvents: workspace.createFileSystemWatcher('**/*.npu') },
  });
  return client.start();
}

function deactivate() {
  return client ? client.stop() : undefined;
}

module.exports = { activate, deactivate };
