// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The folder of a file store: names, permissions, and files that appear whole or not at all. */
final class StoreFolder {

    private static final Pattern MAIL = Pattern.compile("[0-9a-f]{64}\\.eml");
    private static final String TEMPORARY = ".new";

    private final Path path;
    private final StoreDisk disk;
    private final boolean posix;

    private StoreFolder(Path path, StoreDisk disk) {
        this.path = path;
        this.disk = disk;
        this.posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    static StoreFolder of(Path path, StoreDisk disk) throws IOException {
        StoreFolder folder = new StoreFolder(path.toAbsolutePath(), disk);
        Files.createDirectories(folder.mails(), folder.permissions("rwx------"));
        return folder;
    }

    private FileAttribute<?>[] permissions(String text) {
        return posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text))}
                : new FileAttribute<?>[0];
    }

    Path path() {
        return path;
    }

    Path lock() {
        return path.resolve("lock");
    }

    Path journal() {
        return path.resolve("journal.jsonl");
    }

    private Path mails() {
        return path.resolve("mails");
    }

    private Path mail(String digest) {
        return mails().resolve(digest + ".eml");
    }

    StoreDisk disk() {
        return disk;
    }

    FileChannel openPrivate(Path file, OpenOption... options) throws IOException {
        return FileChannel.open(file, Set.of(options), permissions("rw-------"));
    }

    /** Keeps a mail before the line that names it; returns its digest. */
    String keepMail(byte[] octets) throws IOException {
        String digest = Digests.sha256(octets);
        replace(mail(digest), file -> disk.write(file, octets));
        return digest;
    }

    byte[] readMail(String digest) throws IOException {
        byte[] octets;
        try {
            octets = Files.readAllBytes(mail(digest));
        } catch (NoSuchFileException e) {
            throw new IOException("The mail " + mail(digest) + " is missing; bring it back from a copy", e);
        }
        if (!Digests.sha256(octets).equals(digest)) {
            throw new IOException("The mail " + mail(digest) + " is damaged; bring it back from a copy");
        }
        return octets;
    }

    /** Writes to a file. */
    @FunctionalInterface
    interface Content {
        void write(RandomAccessFile file) throws IOException;
    }

    /** Puts a whole new file in place of an old one: after a crash there is either the one or the other. */
    void replace(Path target, Content content) throws IOException {
        Path temporary = temporary(target);
        try {
            write(temporary, content);
            disk.move(temporary, target);
        } catch (IOException e) {
            deleteQuietly(temporary);
            throw e;
        }
        disk.forceNames(target.resolveSibling("."));
    }

    private static Path temporary(Path target) {
        return target.resolveSibling(target.getFileName() + TEMPORARY);
    }

    private void write(Path temporary, Content content) throws IOException {
        disk.delete(temporary);
        Files.createFile(temporary, permissions("rw-------"));
        try (RandomAccessFile file = new RandomAccessFile(temporary.toFile(), "rw")) {
            content.write(file);
            disk.force(file);
        }
    }

    private void deleteQuietly(Path file) {
        try {
            disk.delete(file);
        } catch (IOException e) {
            // The next open deletes it; why writing failed matters more.
        }
    }

    /** Keeps the end of the journal, from an octet on, in a file of its own; returns that file. */
    Path keepTail(long from) throws IOException {
        int number = 1;
        while (Files.exists(tail(number))) {
            number++;
        }
        Path tail = tail(number);
        replace(tail, file -> {
            try (InputStream in = Files.newInputStream(journal())) {
                in.skipNBytes(from);
                copy(in, file);
            }
        });
        return tail;
    }

    private Path tail(int number) {
        return path.resolve("journal." + number + ".torn");
    }

    private void copy(InputStream in, RandomAccessFile file) throws IOException {
        for (byte[] part = in.readNBytes(1 << 16); part.length > 0; part = in.readNBytes(1 << 16)) {
            disk.write(file, part);
        }
    }

    /** Deletes what an interrupted write left. */
    void deleteLeftovers() throws IOException {
        disk.delete(temporary(journal()));
        for (Path file : list(mails())) {
            if (file.toString().endsWith(".eml" + TEMPORARY)) {
                disk.delete(file);
            }
        }
        for (Path file : list(path)) {
            if (file.toString().endsWith(".torn" + TEMPORARY)) {
                disk.delete(file);
            }
        }
    }

    /** Deletes the mails that no line names. */
    void deleteMailsExcept(Set<String> digests) throws IOException {
        for (Path mail : mailsExcept(digests)) {
            disk.delete(mail);
        }
    }

    /** Keeps the mails that only a torn line can have named. */
    void putMailsAsideExcept(Set<String> digests) throws IOException {
        for (Path mail : mailsExcept(digests)) {
            disk.move(mail, mail.resolveSibling(mail.getFileName() + ".torn"));
        }
    }

    List<Path> mailsExcept(Set<String> digests) throws IOException {
        List<Path> others = new ArrayList<>();
        for (Path file : list(mails())) {
            String name = file.getFileName().toString();
            if (MAIL.matcher(name).matches() && !digests.contains(name.substring(0, name.indexOf('.')))) {
                others.add(file);
            }
        }
        return others;
    }

    private static List<Path> list(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            stream.forEach(files::add);
        }
        return files;
    }
}
