// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

/** Writes the command or result of a service missive. */
final class ServiceWriter {

    private final MissiveWriter writer;

    private ServiceWriter(MissiveWriter writer) {
        this.writer = writer;
    }

    static void write(MissiveWriter writer, ServiceMissive.Service service) {
        new ServiceWriter(writer).service(service);
    }

    private void service(ServiceMissive.Service service) {
        around("MsvSrv", () -> {
            if (service instanceof ServiceMissive.Command command) {
                around("SrvCmd", () -> command(command));
            } else if (service instanceof ServiceMissive.Result result) {
                around("SrvRes", () -> result(result));
            }
            service.info().ifPresent(info -> element("SrvInfo", info));
        });
    }

    private void command(ServiceMissive.Command command) {
        element("CmdTyp", command.verb().name());
        command.number().ifPresent(number -> element("CmdNum", number.toString()));
        command.selection().ifPresent(selection -> element("CmdSlc", selection.name()));
        if (command.hasFilters()) {
            around("CmdFlt", () -> command.filters().forEach(xpath -> element("Fltr", xpath)));
        }
    }

    private void result(ServiceMissive.Result result) {
        element("ResTyp", result.isOk() ? "+OK" : "-ERR");
        result.number().ifPresent(number -> element("ResNum", number.toString()));
        result.size().ifPresent(size -> element("ResSize", size.toString()));
    }

    private void around(String name, Runnable content) {
        Tags.Tag tag = writer.tags().tag(name);
        writer.out().raw(tag.open);
        content.run();
        writer.out().raw(tag.close);
    }

    private void element(String name, String value) {
        writer.element(writer.tags().tag(name), value);
    }
}
