//! Which files of `src/` use which, read from their syntax trees.
//!
//! Test modules are left out. Naming a module imports nothing: what counts is the file that defines the item at the end
//! of a path. A `pub use` hands a name on, so a path through it leads to the file behind it.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use proc_macro2::{TokenStream, TokenTree};
use syn::{
    Attribute, File, Item, ItemMod, ItemUse, Macro, Meta, UseTree, VisRestricted, Visibility,
    ext::IdentExt as _,
    visit::{self, Visit},
};

/// The names of a path, `crate` first if it leads into this program.
type Names = Vec<String>;

/// The path of something in a module.
fn child(module: &[String], name: &str) -> Names {
    let mut path = module.to_vec();
    path.push(name.to_owned());
    path
}

/// One file of `src/`.
#[derive(Debug, Default)]
pub(super) struct Source {
    module: Names,
    /// The inline modules around the item being visited.
    inline: Names,
    /// The modules it declares, and whether each is only for tests.
    children: BTreeMap<String, bool>,
    /// What its `use` lines call a path by.
    imported: BTreeMap<String, Names>,
    /// The paths of its private `use` lines.
    used: BTreeSet<Names>,
    /// The names of its `pub use` lines.
    handed_on: BTreeSet<String>,
    /// The modules whose public names it hands on, all of them.
    handed_on_all: BTreeSet<Names>,
    /// Every other path in it, as written but for `self` and `super`.
    paths: BTreeSet<Names>,
    items: BTreeSet<String>,
    /// The types and traits that other files can name.
    pub(super) types: Vec<String>,
}

impl Source {
    /// Reads the file at `path`, relative to the root of the repository.
    pub(super) fn read(path: &Path, text: &str) -> Self {
        let below = path.strip_prefix("src").expect("a file of src");
        let mut module = vec!["crate".to_owned()];
        module.extend(
            below
                .with_extension("")
                .iter()
                .map(|part| part.to_string_lossy().into_owned()),
        );
        module.pop_if(|last| ["mod", "lib", "main"].contains(&last.as_str()));
        let mut source = Self {
            module,
            ..Self::default()
        };
        let file: File =
            syn::parse_str(text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        source.visit_file(&file);
        // `use child::Item;` is known to be about a child only when all children are known.
        let (module, children) = (&source.module, &source.children);
        let full = |path: &Names| {
            let is_below = children.contains_key(&path[0]);
            let base: &[String] = if is_below { module } else { &[] };
            [base, path].concat()
        };
        source.used = source.used.iter().map(full).collect();
        source.handed_on_all = source.handed_on_all.iter().map(full).collect();
        for path in source.imported.values_mut() {
            *path = full(path);
        }
        source
    }

    /// Every path in the file, written out, one a line.
    pub(super) fn mentions(&self) -> String {
        let paths = self.used.iter().chain(&self.paths);
        let lines = paths.map(|path| self.expanded(path).join("::"));
        let handed_on = self.handed_on.iter().map(|name| &self.imported[name]);
        let handed_on = handed_on.map(|path| self.expanded(path).join("::"));
        lines.chain(handed_on).collect::<Vec<_>>().join("\n")
    }

    /// The path without `self`, `super` and the name of the crate.
    fn absolute(&self, mut path: Names) -> Names {
        let mut base: Names = [&self.module[..], &self.inline].concat();
        match path[0].as_str() {
            // Only the binary names the library; in it a module may have the same name.
            "mux_jwt" if self.module.len() == 1 => "crate".clone_into(&mut path[0]),
            "self" => drop(path.splice(..1, base)),
            "super" => {
                let ups = path.iter().take_while(|name| *name == "super").count();
                base.truncate(base.len().saturating_sub(ups));
                path.splice(..ups, base);
            }
            _ => {}
        }
        path
    }

    /// The path with its first name replaced by what a `use` line or a child module makes of it.
    fn expanded(&self, path: &[String]) -> Names {
        let mut path = path.to_vec();
        // A `use` line may build on another, but not on many.
        for _ in 0..4 {
            let first = path[0].as_str();
            if first == "crate" {
                break;
            } else if let Some(target) = self.imported.get(first) {
                if target[0] == first {
                    break;
                }
                path.splice(..1, target.clone());
            } else if self.children.contains_key(first) {
                path.splice(..0, self.module.clone());
            }
        }
        path
    }

    fn add_use(&mut self, prefix: &[String], tree: &UseTree, is_public: bool) {
        let (name, mut path) = match tree {
            UseTree::Path(tree) => {
                let prefix = child(prefix, &tree.ident.unraw().to_string());
                return self.add_use(&prefix, &tree.tree, is_public);
            }
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.add_use(prefix, tree, is_public);
                }
                return;
            }
            UseTree::Glob(_) => {
                let module = self.absolute(prefix.to_vec());
                if is_public {
                    self.handed_on_all.insert(module);
                } else {
                    self.used.insert(child(&module, "*"));
                }
                return;
            }
            UseTree::Name(tree) => {
                let name = tree.ident.to_string();
                let path = child(prefix, &name);
                (name, path)
            }
            UseTree::Rename(tree) => {
                let path = child(prefix, &tree.ident.to_string());
                (tree.rename.to_string(), path)
            }
        };
        path.pop_if(|last| last == "self");
        let name = match name.as_str() {
            "self" => path.last().expect("`self` of a module").clone(),
            _ => name,
        };
        let path = self.absolute(path);
        if is_public {
            self.handed_on.insert(name.clone());
        } else {
            self.used.insert(path.clone());
        }
        self.imported.insert(name, path);
    }

    /// Adds the paths among tokens that are no syntax tree: what is given to macros and attributes.
    fn add_tokens(&mut self, tokens: TokenStream) {
        let mut path: Names = Vec::new();
        let (mut colons, mut is_member) = (0, false);
        for token in tokens {
            match &token {
                TokenTree::Ident(name) => {
                    if colons != 2 {
                        self.add_path(std::mem::take(&mut path));
                    }
                    if !is_member {
                        path.push(name.unraw().to_string());
                    }
                }
                TokenTree::Punct(mark) if mark.as_char() == ':' && !path.is_empty() => {
                    colons += 1;
                    continue;
                }
                _ => {
                    self.add_path(std::mem::take(&mut path));
                    if let TokenTree::Group(group) = &token {
                        self.add_tokens(group.stream());
                    }
                }
            }
            is_member = matches!(&token, TokenTree::Punct(mark) if mark.as_char() == '.');
            colons = 0;
        }
        self.add_path(path);
    }

    fn add_path(&mut self, path: Names) {
        if !path.is_empty() {
            let path = self.absolute(path);
            self.paths.insert(path);
        }
    }
}

fn is_for_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| match &attribute.meta {
        Meta::List(list) => list.path.is_ident("cfg") && list.tokens.to_string() == "test",
        _ => false,
    })
}

impl Visit<'_> for Source {
    fn visit_item(&mut self, item: &Item) {
        let (name, vis) = match item {
            Item::Struct(item) => (&item.ident, Some(&item.vis)),
            Item::Enum(item) => (&item.ident, Some(&item.vis)),
            Item::Type(item) => (&item.ident, Some(&item.vis)),
            Item::Trait(item) => (&item.ident, Some(&item.vis)),
            Item::Const(item) => (&item.ident, None),
            Item::Static(item) => (&item.ident, None),
            Item::Fn(item) => (&item.sig.ident, None),
            _ => return visit::visit_item(self, item),
        };
        if self.inline.is_empty() {
            self.items.insert(name.to_string());
        }
        if vis.is_some_and(|vis| !matches!(vis, Visibility::Inherited)) {
            self.types.push(name.to_string());
        }
        visit::visit_item(self, item);
    }

    fn visit_item_mod(&mut self, item: &ItemMod) {
        let name = item.ident.unraw().to_string();
        let is_for_tests = is_for_tests(&item.attrs);
        if item.content.is_none() {
            self.children.insert(name, is_for_tests);
        } else if !is_for_tests {
            self.inline.push(name);
            visit::visit_item_mod(self, item);
            self.inline.pop();
        }
    }

    fn visit_item_use(&mut self, item: &ItemUse) {
        let is_public = !matches!(item.vis, Visibility::Inherited);
        self.add_use(&[], &item.tree, is_public);
    }

    fn visit_path(&mut self, path: &syn::Path) {
        let names = path.segments.iter().map(|one| one.ident.unraw());
        self.add_path(names.map(|name| name.to_string()).collect());
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &Macro) {
        let names = call.path.segments.iter().map(|one| one.ident.to_string());
        let mut names: Names = names.collect();
        self.add_path(names.clone());
        names.last_mut().expect("a macro has a name").push('!');
        self.add_path(names);
        self.add_tokens(call.tokens.clone());
    }

    fn visit_attribute(&mut self, attribute: &Attribute) {
        if let Meta::List(list) = &attribute.meta {
            self.add_tokens(list.tokens.clone());
        }
    }

    // `pub(in crate::core)` imports nothing.
    fn visit_vis_restricted(&mut self, _: &VisRestricted) {}
}

/// All files of the program and the arrows between them.
#[derive(Default)]
pub(super) struct Graph {
    /// Without those that are only for tests.
    pub(super) files: BTreeMap<PathBuf, Source>,
    modules: BTreeMap<Names, PathBuf>,
    /// From file to file, with the paths that lead there.
    pub(super) arrows: BTreeMap<PathBuf, BTreeMap<PathBuf, BTreeSet<String>>>,
}

impl Graph {
    pub(super) fn new(texts: impl IntoIterator<Item = (PathBuf, String)>) -> Self {
        let texts = texts.into_iter();
        let files: BTreeMap<_, _> = texts
            .map(|(path, text)| {
                let source = Source::read(&path, &text);
                (path, source)
            })
            .collect();
        let mut of_tests = BTreeSet::new();
        for file in files.values() {
            for (name, is_for_tests) in &file.children {
                if *is_for_tests {
                    of_tests.insert(child(&file.module, name));
                }
            }
        }
        let mut graph = Self {
            files,
            ..Self::default()
        };
        graph.files.retain(|_, file| {
            let mut above = (1..=file.module.len()).map(|len| &file.module[..len]);
            !above.any(|module| of_tests.contains(module))
        });
        for (path, file) in &graph.files {
            // `main.rs` is no module of the library.
            if !path.ends_with("main.rs") {
                graph.modules.insert(file.module.clone(), path.clone());
            }
        }
        for (path, file) in &graph.files {
            let written = file.used.iter().chain(&file.paths);
            let mut arrows: BTreeMap<PathBuf, BTreeSet<String>> = BTreeMap::new();
            for written in written {
                let full = file.expanded(written);
                if let Some(target) = graph.definer(&full).filter(|target| *target != path) {
                    let paths = arrows.entry(target.clone()).or_default();
                    paths.insert(full.join("::"));
                }
            }
            graph.arrows.insert(path.clone(), arrows);
        }
        graph
    }

    /// The file that defines what a path leads to, `None` for a module and what is not of this program.
    fn definer(&self, path: &[String]) -> Option<&PathBuf> {
        let mut path = path.to_vec();
        for _ in 0..8 {
            let mut len = (1..=path.len())
                .rev()
                .find(|len| self.modules.contains_key(&path[..*len]))?;
            if len == path.len() {
                // The path leads to a module, or to an item of the same name that the module's parent hands on.
                len -= 1;
                let parent = &self.files[self.modules.get(&path[..len])?];
                let name = &path[len];
                if !parent.handed_on.contains(name) || parent.imported[name] == path {
                    return None;
                }
            }
            let at = self.modules.get(&path[..len])?;
            match self.behind(&self.files[at], &path[len]) {
                Some(full) => drop(path.splice(..=len, full)),
                None => return Some(at),
            }
        }
        None
    }

    /// The path behind a name that a file imports or hands on, `None` for what it defines.
    fn behind(&self, file: &Source, name: &String) -> Option<Names> {
        if file.items.contains(name) {
            return None;
        }
        let has = |module: &&Names| {
            let at = self.modules.get(&file.expanded(module));
            let file = at.map(|at| &self.files[at]);
            file.is_some_and(|file| file.items.contains(name) || file.handed_on.contains(name))
        };
        let through = match file.imported.get(name) {
            Some(path) => path.clone(),
            None => child(file.handed_on_all.iter().find(has)?, name),
        };
        let full = file.expanded(&through);
        (full[0] == "crate").then_some(full)
    }

    /// The groups of files each of which leads to all others of its group.
    pub(super) fn circles(&self) -> Vec<BTreeSet<&PathBuf>> {
        let reached: BTreeMap<&PathBuf, BTreeSet<&PathBuf>> = self
            .files
            .keys()
            .map(|start| {
                let mut reached = BTreeSet::new();
                let mut open = vec![start];
                while let Some(file) = open.pop() {
                    let next = self.arrows[file].keys();
                    open.extend(next.filter(|next| reached.insert(*next)));
                }
                (start, reached)
            })
            .collect();
        let groups: BTreeSet<BTreeSet<&PathBuf>> = reached
            .iter()
            .filter(|(start, files)| files.contains(*start))
            .map(|(start, files)| {
                let back = files.iter().filter(|file| reached[*file].contains(start));
                back.copied().collect()
            })
            .collect();
        groups.into_iter().collect()
    }
}
