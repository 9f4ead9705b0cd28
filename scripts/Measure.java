// SPDX-License-Identifier: Apache-2.0

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Prints how long the files and methods of each module are, and how many of its types are public; says what is more than it
 * should be. Warns only. Usage: java scripts/Measure.java [FOLDER]
 */
final class Measure {

    private static final int LONGEST_FILE = 500;
    private static final int USUAL_METHOD = 6;
    private static final int LONG_METHOD = 25;
    private static final double LONG_SHARE = 0.05;

    private final List<Integer> methods = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private int files;
    private int types;
    private int publicTypes;
    private int longestFile;

    public static void main(String[] args) throws IOException {
        Path root = Path.of(args.length == 0 ? "." : args[0]);
        System.out.printf("%-18s %6s %9s %9s %9s %9s %9s%n", "module", "files", "longest", "methods", "median", "over 25", "public");
        List<Path> modules;
        try (Stream<Path> all = Files.list(root)) {
            modules = all.filter(each -> Files.isDirectory(each.resolve("src/main/java"))).sorted().toList();
        }
        Measure all = new Measure();
        for (Path module : modules) {
            Measure one = new Measure();
            one.report(module);
            all.add(one);
        }
        all.print("all");
    }

    private void add(Measure module) {
        files += module.files;
        methods.addAll(module.methods);
        types += module.types;
        publicTypes += module.publicTypes;
        longestFile = Math.max(longestFile, module.longestFile);
    }

    private void report(Path module) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(module.resolve("src"))) {
            files = all.filter(each -> each.toString().endsWith(".java")).sorted().toList();
        }
        for (Path file : files) {
            int lines = Files.readAllLines(file).size();
            longestFile = Math.max(longestFile, lines);
            warn(lines > LONGEST_FILE, file + " has " + lines + " lines");
        }
        parse(files.stream().filter(each -> each.startsWith(module.resolve("src/main"))).toList());
        this.files = files.size();
        print(module.getFileName().toString());
    }

    private void print(String name) {
        List<Integer> sorted = methods.stream().sorted().toList();
        int median = sorted.get(sorted.size() / 2);
        double over = sorted.stream().filter(each -> each > LONG_METHOD).count() / (double) sorted.size();
        warn(median > USUAL_METHOD, name + ": the median of methods is " + median + " lines");
        warn(over > LONG_SHARE, String.format(Locale.ROOT, "%s: %.1f %% of methods have more than 25 lines", name, 100 * over));
        warn(2 * publicTypes > types, name + ": " + publicTypes + " of " + types + " types are public");
        System.out.printf(
                Locale.ROOT, "%-18s %6d %9d %9d %9d %8.1f%% %4d/%d%n",
                name, files, longestFile, methods.size(), median, 100 * over, publicTypes, types);
        warnings.forEach(each -> System.out.println("  warning: " + each));
    }

    private void warn(boolean isSo, String words) {
        if (isSo) {
            warnings.add(words);
        }
    }

    private void parse(List<Path> files) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, manager, null, List.of("-proc:none"), null, manager.getJavaFileObjectsFromPaths(files));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                unit.getTypeDecls().forEach(this::count);
                new TreeScanner<Void, Void>() {
                    @Override
                    public Void visitMethod(MethodTree method, Void nothing) {
                        if (method.getBody() != null) {
                            long from = positions.getStartPosition(unit, method.getBody());
                            long to = positions.getEndPosition(unit, method.getBody());
                            methods.add((int) (unit.getLineMap().getLineNumber(to) - unit.getLineMap().getLineNumber(from) + 1));
                        }
                        return super.visitMethod(method, nothing);
                    }
                }.scan(unit, null);
            }
        }
    }

    private void count(Tree type) {
        if (type instanceof ClassTree declared) {
            types++;
            publicTypes += declared.getModifiers().getFlags().contains(Modifier.PUBLIC) ? 1 : 0;
        }
    }
}
